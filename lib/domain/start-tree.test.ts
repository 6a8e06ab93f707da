import { expect, it } from 'vitest'
import { newStartTree, nextPlace, placeOf, type StartTree } from './start-tree'

function treeOf(texts: readonly string[]): StartTree<string> {
  const tree = newStartTree<string>()
  for (const text of texts) placeOf(tree, text).items.push(text)
  return tree
}

/** All texts that a value begins with. */
function found(tree: StartTree<string>, value: string): string[] {
  const starts: string[] = []
  let at = 0
  for (let place: StartTree<string> | undefined = tree; place; place = nextPlace(place, value, at)) {
    at += place.text.length
    starts.push(...place.items)
  }
  return starts
}

it.each([
  { texts: ['abc', 'ab', 'abd', 'x'], value: 'abcd', starts: ['ab', 'abc'] },
  { texts: ['abc', 'ab', 'abd', 'x'], value: 'ab', starts: ['ab'] },
  { texts: ['ab', 'abc', 'abcde'], value: 'abcde', starts: ['ab', 'abc', 'abcde'] },
  { texts: ['abcde', 'abcxy'], value: 'abc', starts: [] },
  { texts: ['z', 'a', '0', '灰', '\u{1f600}'], value: '灰度', starts: ['灰'] },
  { texts: ['z', 'a', '0', '灰', '\u{1f600}'], value: '\u{1f600}', starts: ['\u{1f600}'] },
  { texts: ['', 'a'], value: 'b', starts: [''] },
  { texts: [], value: '', starts: [] },
])('$value among $texts', ({ texts, value, starts }) => {
  expect(found(treeOf(texts), value)).toEqual(starts)
})
