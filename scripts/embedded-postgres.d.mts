export type EmbeddedServer = { url: string; version: string; adopted: boolean; stop(): Promise<void> }

export function startEmbedded(options: {
  dir: string
  database?: string
  lock?: boolean
  durable?: boolean
}): Promise<EmbeddedServer>
