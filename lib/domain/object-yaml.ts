import { stringify } from 'yaml'
import type { KubeObject } from './kube-object'

/** An object as YAML, its fields in the order that it has them, without aliases or folded lines. */
export function objectYaml(object: KubeObject): string {
  return stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 })
}
