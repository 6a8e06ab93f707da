/** Whether an Accept header asks for a Table before plain JSON, as kubectl get does. @see https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables */
export function wantsTable(accept: string | undefined): boolean {
  const [first] = (accept ?? '').split(',')
  return first?.includes('as=Table') === true && first.includes('v=v1') && !first.includes('v=v1beta1')
}
