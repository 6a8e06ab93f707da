/** The field manager of every server-side apply and JSON patch.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers */
export const fieldManager = 'lanekeeper'

/** Label keys of the objects we create.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export const labelKeys = {
  managedBy: 'app.kubernetes.io/managed-by',
  group: 'lanekeeper.io/group',
  lane: 'lanekeeper.io/lane',
  installation: 'lanekeeper.io/installation',
} as const

/** The annotation of a route that says which rule it renders. */
export const ruleAnnotation = 'lanekeeper.io/rule'

/** The annotation of a route of calls between applications that names the application that is called. */
export const innerAnnotation = 'lanekeeper.io/inner'

/** The labels that mark an object as one lane's of one group of one installation. `lane` is a tag or `baseline`. */
export function ownershipLabels(owner: {
  installation: string
  group: string
  lane: string
}): Record<string, string> {
  return {
    [labelKeys.managedBy]: fieldManager,
    [labelKeys.group]: owner.group,
    [labelKeys.lane]: owner.lane,
    [labelKeys.installation]: owner.installation,
  }
}
