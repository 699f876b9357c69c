/** `aws/eu-west-1/c5.xlarge` is of the family `aws/eu-west-1/c5`. */
export function familyOf(instanceType: string): string {
  return instanceType.toLowerCase().replace(/[.][^./]*$/, '');
}
