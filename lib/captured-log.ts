import { pino } from 'pino'

type LoggedLine = { level: number; msg: string } & Record<string, unknown>

/** For tests: what the work logs is given with its result, and not printed. */
export async function capturedLog<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; logged: LoggedLine[] }> {
  const logged: LoggedLine[] = []
  const before: unknown = Reflect.get(globalThis, 'lanekeeperLog')
  const write = (line: string) => logged.push(JSON.parse(line))
  Object.assign(globalThis, { lanekeeperLog: pino({ base: null }, { write }) })
  try {
    return { result: await work(), logged }
  } finally {
    Object.assign(globalThis, { lanekeeperLog: before })
  }
}
