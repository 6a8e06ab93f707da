import type { Page } from '@playwright/test'
import type { Texts } from '../texts'

/** The page that leads from a gateway door to a pushed lane. */
export function wizardPage(page: Page, t: Texts) {
  const condition = page
    .getByRole('group', { name: t('rules.condition', { condition: 1, branch: 1 }) })
    .first()
  const simulator = page.getByRole('region', { name: t('simulator.title') })
  return {
    entry: (name: string) => page.getByRole('radio', { name: new RegExp(`^${name} `) }),
    application: (name: string) =>
      page.getByRole('checkbox', { name: t('wizard.applications.include', { name }), exact: true }),
    namespace: page.getByLabel(t('wizard.scope.namespace'), { exact: true }),
    name: page.getByLabel(t('wizard.scope.name'), { exact: true }),
    tag: page.getByLabel(t('wizard.lane.tag'), { exact: true }),
    imageOf: (name: string) => page.getByLabel(t('wizard.applications.imageOf', { name }), { exact: true }),
    replicasOf: (name: string) =>
      page.getByLabel(t('wizard.applications.replicasOf', { name }), { exact: true }),
    conditionSource: condition.getByLabel(t('rules.looksAt'), { exact: true }),
    conditionName: condition.getByLabel(t('rules.conditionName'), { exact: true }),
    conditionValue: condition.getByLabel(t('rules.value'), { exact: true }),
    simulator,
    partName: simulator.getByLabel(t('simulator.partName', { place: 1 })),
    partValue: simulator.getByLabel(t('simulator.partValue', { place: 1 })),
    plan: page.getByRole('region', { name: t('wizard.plan.title') }),
    save: page.getByRole('button', { name: t('wizard.save'), exact: true }),
    pushAll: page.getByRole('button', { name: /^Save and push \d/ }),
    push: (count: number) => page.getByRole('button', { name: t('wizard.push', { count }), exact: true }),
    draftKept: page.getByText(t('wizard.draft.saved')),
  }
}
