export function welcome(started: {
  settings: { directory: string }
  ready: { url: string; admin?: { email: string; password?: string } }
  cluster: { state: { gateways: Record<string, string>; kubeconfig: string } } | null
}): string
