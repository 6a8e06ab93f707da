import type { Condition } from './condition'

/** A condition in short words for messages and the simulator: `query group exact gray`, `method not exact GET`. */
export function conditionText(condition: Condition): string {
  const subject = 'name' in condition ? `${condition.source} ${condition.name}` : condition.source
  const verb = condition.not ? `not ${condition.operator}` : condition.operator
  switch (condition.operator) {
    case 'exact':
    case 'prefix':
    case 'regex':
      return `${subject} ${verb} ${condition.value}`
    case 'in':
      return `${subject} ${verb} ${condition.values.join(', ')}`
    case 'present':
      return `${subject} ${verb}`
    case 'percent':
      return `${subject} ${verb} ${condition.value}`
  }
}
