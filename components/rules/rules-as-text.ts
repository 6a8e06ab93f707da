import type { RouteRule } from '@/lib/domain/route-rule'

/** Rules as lines that can be compared: one per name, condition and target. */
export function rulesAsText(rules: readonly RouteRule[]): string {
  return rules
    .flatMap(({ name, entries, match, targets, sticky }) => [
      `- name: ${name}`,
      ...(entries === undefined ? [] : [`  entries: ${JSON.stringify(entries)}`]),
      ...(match === undefined
        ? []
        : [
            '  match:',
            ...match.flatMap((branch) =>
              branch.map((condition, at) => `  ${at === 0 ? '- -' : '  -'} ${JSON.stringify(condition)}`),
            ),
          ]),
      '  targets:',
      ...targets.map((target) => `  - ${JSON.stringify(target)}`),
      ...(sticky === undefined ? [] : [`  sticky: ${JSON.stringify(sticky)}`]),
    ])
    .join('\n')
}
