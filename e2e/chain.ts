import { expect } from '@playwright/test'
import { throughGateway } from './fixtures'

const ip = String.raw`\[\d+\.\d+\.\d+\.\d+\]`

/** The whole answers of the demo: all baseline, and through a lane over a and c. */
export const baselineAnswer = new RegExp(String.raw`^A${ip}\[config=base\] -> B${ip} -> C${ip}$`)
export const laneAnswer = (tag: string) =>
  new RegExp(String.raw`^A${tag}${ip}\[config=base\] -> B${ip} -> C${tag}${ip}$`)

/** Sends requests one after the other; every one is answered so. */
export async function expectAnswers(path: string, answer: RegExp, count = 1): Promise<void> {
  for (let sent = 0; sent < count; sent++) {
    const { status, body } = await throughGateway(path)
    expect(body).toMatch(answer)
    expect(status).toBe(200)
  }
}
