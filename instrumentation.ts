export async function register(): Promise<void> {
  const { boot } = await import('@/lib/services/boot')
  boot()
}
