// Goal: every dataset says truthfully what is in it, so that a user or a calibration can rely on it.
// Method: read each datapackage.json with zod, then check every cell of every CSV against the schema it declares:
//   header, types, missing values, constraints, units; plus licence, trust, sources and what the rows may be used for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { calibrationDatasets } from '../../src/calibration/shipped-models.ts';
import { readDataset, repositoryRoot } from '../support/read-dataset.ts';

const folder = join(repositoryRoot, 'datasets');
const use = z.enum(['calibration', 'validation', 'reference']);

const field = z.strictObject({
  name: z.string().min(1),
  type: z.enum(['string', 'number', 'integer', 'time']),
  format: z.literal('%H:%M').optional(),
  unit: z.string().min(1).optional(),
  description: z.string().optional(),
  missingValues: z.array(z.string()).optional(),
  constraints: z
    .strictObject({
      required: z.boolean().optional(),
      unique: z.boolean().optional(),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
      enum: z.array(z.union([z.string(), z.number()])).optional(),
    })
    .optional(),
});
type Field = z.infer<typeof field>;

const dataPackage = z.strictObject({
  $schema: z.literal('https://datapackage.org/profiles/2.0/datapackage.json'),
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  description: z.string().min(1),
  licenses: z.array(z.strictObject({ name: z.string(), title: z.string(), path: z.url() })).min(1),
  copyright: z.string().min(1),
  sources: z.array(z.strictObject({ title: z.string().min(1), path: z.url() })).min(1),
  trust: z.strictObject({ level: z.string().regex(/^[ABCD]/), meaning: z.string().min(1) }),
  resources: z
    .array(
      z.strictObject({
        name: z.string(),
        path: z.string().endsWith('.csv'),
        title: z.string().min(1),
        format: z.literal('csv'),
        mediatype: z.literal('text/csv'),
        encoding: z.literal('utf-8'),
        usedFor: z.enum(['calibration', 'validation', 'reference', 'mixed']),
        digitisationError: z.string().min(1),
        conditions: z.string().optional(),
        rowUses: z
          .array(
            z.strictObject({
              column: z.string(),
              equals: z.string().optional(),
              prefix: z.string().optional(),
              from: z.string().optional(),
              to: z.string().optional(),
              usedFor: use,
              purpose: z.string().optional(),
            }),
          )
          .optional(),
        schema: z.strictObject({
          $schema: z.literal('https://datapackage.org/profiles/2.0/tableschema.json'),
          fields: z.array(field).min(1),
          missingValues: z.array(z.string()),
        }),
      }),
    )
    .min(1),
});

const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

function readPackage(name: string): z.infer<typeof dataPackage> {
  return dataPackage.parse(JSON.parse(readFileSync(join(folder, name, 'datapackage.json'), 'utf8')));
}

/** What is wrong with one cell, or null. */
function cellProblem(value: string, of: Field, missing: readonly string[]): string | null {
  const limits = of.constraints ?? {};
  if (missing.includes(value)) return limits.required ? 'is required' : null;
  if (of.type === 'time') return /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? null : 'is no hh:mm';
  if (of.type === 'string') return limits.enum && !limits.enum.includes(value) ? 'is not in the list' : null;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return 'is no number';
  if (of.type === 'integer' && !Number.isInteger(number)) return 'is no integer';
  if (limits.minimum !== undefined && number < limits.minimum) return `is below ${limits.minimum}`;
  if (limits.maximum !== undefined && number > limits.maximum) return `is above ${limits.maximum}`;
  return limits.enum && !limits.enum.includes(number) ? 'is not in the list' : null;
}

describe.each(names)('datasets/%s', (name) => {
  it('has a README of about ten lines and a datapackage that names every CSV of the folder', () => {
    const described = readPackage(name).resources.map((resource) => resource.path);
    const files = readdirSync(join(folder, name)).filter((file) => file.endsWith('.csv'));
    expect(described.toSorted()).toEqual(files.toSorted());
    const readme = readFileSync(join(folder, name, 'README.md'), 'utf8');
    expect(readme.split('\n').length).toBeGreaterThanOrEqual(10);
    for (const file of files) expect(readme).toContain(file);
  });

  it('gives every number a unit and fits its CSV cell by cell', async () => {
    for (const resource of readPackage(name).resources) {
      const { fields, missingValues } = resource.schema;
      const header = readFileSync(join(folder, name, resource.path), 'utf8').split(/\r?\n/, 1)[0];
      expect(header, resource.path).toBe(fields.map((entry) => entry.name).join(','));
      const unitless = fields.filter((entry) => entry.type !== 'string' && entry.unit === undefined);
      expect(
        unitless.map((entry) => entry.name),
        resource.path,
      ).toEqual([]);
      const rows = await readDataset(`datasets/${name}/${resource.path}`);
      expect(rows.length, resource.path).toBeGreaterThan(0);
      const problems = rows.flatMap((row, index) =>
        fields.flatMap((entry) => {
          const problem = cellProblem(row[entry.name] ?? '', entry, entry.missingValues ?? missingValues);
          return problem === null ? [] : [`row ${index + 2} ${entry.name} '${row[entry.name]}' ${problem}`];
        }),
      );
      expect(problems, resource.path).toEqual([]);
      for (const entry of fields.filter((candidate) => candidate.constraints?.unique)) {
        const values = rows.map((row) => row[entry.name]);
        expect(new Set(values).size, `${resource.path} ${entry.name} is unique`).toBe(values.length);
      }
    }
  });

  it('says which rows calibrate and which validate, without overlap', async () => {
    for (const resource of readPackage(name).resources) {
      if (resource.usedFor !== 'mixed') {
        expect(resource.rowUses, resource.path).toBeUndefined();
        continue;
      }
      const uses = resource.rowUses ?? [];
      expect(uses.length, resource.path).toBeGreaterThan(0);
      const rows = await readDataset(`datasets/${name}/${resource.path}`);
      const matched = rows.map((row) =>
        uses.filter((entry) => {
          const value = row[entry.column] ?? '';
          if (entry.equals !== undefined) return value === entry.equals;
          if (entry.prefix !== undefined) return value.startsWith(entry.prefix);
          return (
            entry.from !== undefined && entry.to !== undefined && value >= entry.from && value <= entry.to
          );
        }),
      );
      expect(Math.max(...matched.map((found) => found.length)), resource.path).toBe(1);
      for (const entry of uses) {
        expect(
          matched.some((found) => found.includes(entry)),
          `${resource.path} ${JSON.stringify(entry)}`,
        ).toBe(true);
      }
    }
  });
});

describe('datasets as a whole', () => {
  it('keep the copyright of OpenFUN beside its data', () => {
    for (const name of names.filter((candidate) => candidate.startsWith('openfun'))) {
      const described = readPackage(name);
      expect(described.licenses[0]?.name).toBe('MIT');
      expect(described.copyright).toContain('France Université Numérique');
      expect(readFileSync(join(folder, name, 'LICENSE'), 'utf8')).toContain(described.copyright);
    }
  });

  it('offer to calibration only resources that are not kept for validation', () => {
    for (const path of calibrationDatasets) {
      const [, name, file] = path.split('/');
      const resource = readPackage(name ?? '').resources.find((candidate) => candidate.path === file);
      expect(['calibration', 'mixed'], path).toContain(resource?.usedFor);
    }
  });

  it('hold the day of 29 March 2022 without a gap: 517 minutes from 09:24 to 18:00, peak 1648', async () => {
    const rows = await readDataset('datasets/openfun-load-tests/autoscaling-day-1min.csv');
    const minutes = rows.map((row) => {
      const [hours, rest] = (row.time_of_day_hhmm_local ?? '').split(':').map(Number);
      return (hours ?? Number.NaN) * 60 + (rest ?? Number.NaN);
    });
    expect(minutes).toEqual(Array.from({ length: 517 }, (_, i) => 9 * 60 + 24 + i));
    expect(Math.max(...rows.map((row) => Number(row.participants_total)))).toBe(1648);
  });
});
