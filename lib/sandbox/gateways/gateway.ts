/** A gateway that listens. */
export type Gateway = { port: number; close(): Promise<void> }
