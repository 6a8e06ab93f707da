export async function register(): Promise<void> {
  // Next also compiles this file for the edge runtime and drops the branch there.
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { boot } = await import('@/lib/services/boot')
    boot()
  }
}
