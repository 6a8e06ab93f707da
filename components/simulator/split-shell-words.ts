const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' }

/** Splits a command line into words as a POSIX shell does: quotes, `$'…'`, backslashes, line continuations. */
export function splitShellWords(text: string): string[] {
  const words: string[] = []
  let word: string | null = null
  let at = 0
  const next = (): string => text.charAt(at++)
  const quoted = (end: string, escaped: 'none' | 'double' | 'ansi'): string => {
    let part = ''
    while (at < text.length) {
      const char = next()
      if (char === end) return part
      if (char === '\\' && escaped !== 'none') {
        const following = next()
        if (escaped === 'ansi') part += escapes[following] ?? following
        else part += '"\\$`'.includes(following) ? following : following === '\n' ? '' : `\\${following}`
      } else part += char
    }
    return part
  }
  while (at < text.length) {
    const char = next()
    if (char === "'") word = (word ?? '') + quoted("'", 'none')
    else if (char === '"') word = (word ?? '') + quoted('"', 'double')
    else if (char === '$' && text.charAt(at) === "'") {
      at += 1
      word = (word ?? '') + quoted("'", 'ansi')
    } else if (char === '\\') {
      if (text.startsWith('\r\n', at)) at += 2
      else if (text.charAt(at) === '\n') at += 1
      else if (at < text.length) word = (word ?? '') + next()
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + char
  }
  if (word !== null) words.push(word)
  return words
}
