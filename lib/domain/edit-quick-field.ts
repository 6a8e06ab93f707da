import { isAlias, isScalar, parseDocument } from 'yaml'
import type { QuickFields } from './version-locks'

/** The image and the number of pods as a text of a version's Deployment gives them; empty where it gives none. */
export type QuickValues = { image: string; replicas: string }

const replicasPath = ['spec', 'replicas']
const imagePath = ({ container }: QuickFields) => [
  'spec',
  'template',
  'spec',
  'containers',
  container,
  'image',
]

/** What a text says of image and number of pods; null when it is no YAML. */
export function quickValues(text: string, quick: QuickFields): QuickValues | null {
  const document = parseDocument(text)
  if (document.errors.length > 0) return null
  const said = (path: (string | number)[]) => {
    const node = document.getIn(path, true)
    return isScalar(node) && node.value !== null && !isAlias(node) ? String(node.value) : ''
  }
  return { image: said(imagePath(quick)), replicas: said(replicasPath) }
}

/** The text with another image or number of pods, its other lines as they were; itself when it is no YAML. */
export function withQuickValues(text: string, quick: QuickFields, values: Partial<QuickValues>): string {
  const document = parseDocument(text)
  if (document.errors.length > 0) return text
  const { image, replicas } = values
  if (image !== undefined) document.setIn(imagePath(quick), image)
  if (replicas === '') document.deleteIn(replicasPath)
  else if (replicas !== undefined)
    document.setIn(replicasPath, /^\d+$/.test(replicas) ? Number(replicas) : replicas)
  return document.toString({ lineWidth: 0 })
}
