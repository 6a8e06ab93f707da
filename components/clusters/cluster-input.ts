export const maxKubeconfigBytes = 262_144

/** As the server checks it, without its schema library in the browser. */
export function isClusterName(name: string): boolean {
  return name.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)
}
