import { say, type Words } from '@/lib/words/sentence'
import { baseline } from './baseline'

/** A lane as sentences name it: its tag, or the word for the baseline. */
export function laneWords(lane: string): Words {
  return lane === baseline ? say('checks.theBaseline') : lane
}
