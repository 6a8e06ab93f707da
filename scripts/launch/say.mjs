// What the launcher prints: one line a step, and one line with the mend when it cannot go on.
const started = performance.now()

export function say(text) {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5)
  process.stdout.write(`${seconds} s  ${text}\n`)
}

export class Refusal extends Error {}

/** Ends the launch with one line that says what is wrong and what to do. */
export function refuse(text) {
  throw new Refusal(text)
}
