/**
 * How a conformance case meets the code: a runner knows cases of one upstream project by their content.
 */

/** One file of vectors: any description at the top, and its cases. */
export interface VectorFile {
  /** Path it was read from; for messages only, runners must not look at it. */
  readonly path: string;
  /** Everything at the top of the file but the cases. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly cases: readonly VectorCase[];
}

/** One case as it stands in the file; `input` may be called otherwise in some formats. */
export type VectorCase = Readonly<Record<string, unknown>>;

export interface VectorRunner {
  /** Shown when the runner itself fails. */
  readonly name: string;
  /** True if this runner knows the case. */
  handles(file: VectorFile, testCase: VectorCase): boolean;
  /** Throws or returns a description of the mismatch; null when the case passes. */
  run(testCase: VectorCase): string | null;
}
