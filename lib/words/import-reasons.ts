/** What is said of canaries that become lanes, of groups that move, and of pasted YAML. */
export const importReasons = {
  annotationLost: ['kind', 'name', 'keys'],
  branchIgnored: ['kind', 'name', 'what', 'gateway'],
  patternWidened: ['kind', 'name', 'pattern'],
  noTarget: ['kind', 'name', 'service'],
  severalTargets: ['kind', 'name', 'service', 'deployments'],
  noBaselineOf: ['deployment', 'tag', 'key'],
  tagRenamed: ['deployment', 'tag', 'lane'],
  baselineChosen: ['application', 'deployment', 'key'],
  beside: ['kind', 'name', 'made'],
  becomesBaseline: ['kind', 'name', 'fields'],
  tagAdded: ['lane', 'header'],
  handOverRefused: ['kind', 'name', 'why'],
  foundChanged: [],
  podsReplaced: ['kind', 'name'],
  conditionInBase: ['kind', 'name'],
  otherShares: ['kind', 'name'],
} as const
