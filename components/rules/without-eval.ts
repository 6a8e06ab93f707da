/**
 * Loads code that brings zod schemas: they would try to compile themselves by eval, which the page's policy forbids and
 * a browser reports.
 */
export async function withoutEval<T>(load: () => Promise<T>): Promise<T> {
  const { forbidEval } = await import('./forbid-eval')
  forbidEval()
  return load()
}
