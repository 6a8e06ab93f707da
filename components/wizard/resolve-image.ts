/** `:1.1.0` keeps the baseline's name and changes only the tag; all else is taken as typed. */
export function resolveImage(typed: string, baseImage: string): string {
  const image = typed.trim()
  if (!/^:[\w][\w.-]*$/.test(image) || baseImage === '') return image
  const [named = ''] = baseImage.split('@')
  const slash = named.lastIndexOf('/')
  const colon = named.indexOf(':', slash + 1)
  return `${colon === -1 ? named : named.slice(0, colon)}${image}`
}
