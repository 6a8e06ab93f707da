import { expect, it } from 'vitest'
import { newValueTree, nextPlace, placeOf, type ValueTree } from './value-tree'

function treeOf(texts: readonly string[]): ValueTree<string> {
  const tree = newValueTree<string>()
  for (const text of texts) {
    placeOf(tree, text).starts.push(text)
    placeOf(tree, text).whole.push(text)
  }
  return tree
}

/** All texts that a value begins with, and the one that it is. */
function found(tree: ValueTree<string>, value: string): { starts: string[]; whole: string[] } {
  const starts: string[] = []
  let at = 0
  let last: ValueTree<string> = tree
  for (let place: ValueTree<string> | undefined = tree; place; place = nextPlace(place, value, at)) {
    at += place.text.length
    starts.push(...place.starts)
    last = place
  }
  return { starts, whole: at === value.length ? last.whole : [] }
}

it.each([
  { texts: ['abc', 'ab', 'abd', 'x'], value: 'abcd', starts: ['ab', 'abc'], whole: [] },
  { texts: ['abc', 'ab', 'abd', 'x'], value: 'ab', starts: ['ab'], whole: ['ab'] },
  { texts: ['ab', 'abc', 'abcde'], value: 'abcde', starts: ['ab', 'abc', 'abcde'], whole: ['abcde'] },
  { texts: ['abcde', 'abcxy'], value: 'abc', starts: [], whole: [] },
  { texts: ['z', 'a', '0', '灰', '\u{1f600}'], value: '灰度', starts: ['灰'], whole: [] },
  {
    texts: ['z', 'a', '0', '灰', '\u{1f600}'],
    value: '\u{1f600}',
    starts: ['\u{1f600}'],
    whole: ['\u{1f600}'],
  },
  { texts: ['', 'a'], value: 'b', starts: [''], whole: [] },
  { texts: [], value: '', starts: [], whole: [] },
])('$value among $texts', ({ texts, value, starts, whole }) => {
  expect(found(treeOf(texts), value)).toEqual({ starts, whole })
})
