import type { Locale } from './locales'
import applyEn from './messages/en/apply.json'
import checksEn from './messages/en/checks.json'
import clustersEn from './messages/en/clusters.json'
import commonEn from './messages/en/common.json'
import dashboardEn from './messages/en/dashboard.json'
import driftEn from './messages/en/drift.json'
import errorsEn from './messages/en/errors.json'
import governanceEn from './messages/en/governance.json'
import groupEn from './messages/en/group.json'
import groupsEn from './messages/en/groups.json'
import importsEn from './messages/en/imports.json'
import laneEn from './messages/en/lane.json'
import lanesEn from './messages/en/lanes.json'
import moveEn from './messages/en/move.json'
import planEn from './messages/en/plan.json'
import pushEn from './messages/en/push.json'
import revisionsEn from './messages/en/revisions.json'
import rolloutEn from './messages/en/rollout.json'
import rulesEn from './messages/en/rules.json'
import shellEn from './messages/en/shell.json'
import signInEn from './messages/en/signIn.json'
import simulatorEn from './messages/en/simulator.json'
import staleEn from './messages/en/stale.json'
import statesEn from './messages/en/states.json'
import stuckEn from './messages/en/stuck.json'
import testerEn from './messages/en/tester.json'
import trafficEn from './messages/en/traffic.json'
import versionYamlEn from './messages/en/versionYaml.json'
import wizardEn from './messages/en/wizard.json'
import applyZh from './messages/zh-CN/apply.json'
import checksZh from './messages/zh-CN/checks.json'
import clustersZh from './messages/zh-CN/clusters.json'
import commonZh from './messages/zh-CN/common.json'
import dashboardZh from './messages/zh-CN/dashboard.json'
import driftZh from './messages/zh-CN/drift.json'
import errorsZh from './messages/zh-CN/errors.json'
import governanceZh from './messages/zh-CN/governance.json'
import groupZh from './messages/zh-CN/group.json'
import groupsZh from './messages/zh-CN/groups.json'
import importsZh from './messages/zh-CN/imports.json'
import laneZh from './messages/zh-CN/lane.json'
import lanesZh from './messages/zh-CN/lanes.json'
import moveZh from './messages/zh-CN/move.json'
import planZh from './messages/zh-CN/plan.json'
import pushZh from './messages/zh-CN/push.json'
import revisionsZh from './messages/zh-CN/revisions.json'
import rolloutZh from './messages/zh-CN/rollout.json'
import rulesZh from './messages/zh-CN/rules.json'
import shellZh from './messages/zh-CN/shell.json'
import signInZh from './messages/zh-CN/signIn.json'
import simulatorZh from './messages/zh-CN/simulator.json'
import staleZh from './messages/zh-CN/stale.json'
import statesZh from './messages/zh-CN/states.json'
import stuckZh from './messages/zh-CN/stuck.json'
import testerZh from './messages/zh-CN/tester.json'
import trafficZh from './messages/zh-CN/traffic.json'
import versionYamlZh from './messages/zh-CN/versionYaml.json'
import wizardZh from './messages/zh-CN/wizard.json'

const en = {
  common: commonEn,
  apply: applyEn,
  checks: checksEn,
  shell: shellEn,
  signIn: signInEn,
  dashboard: dashboardEn,
  governance: governanceEn,
  groups: groupsEn,
  versionYaml: versionYamlEn,
  wizard: wizardEn,
  clusters: clustersEn,
  drift: driftEn,
  errors: errorsEn,
  states: statesEn,
  stuck: stuckEn,
  group: groupEn,
  imports: importsEn,
  lane: laneEn,
  lanes: lanesEn,
  rollout: rolloutEn,
  rules: rulesEn,
  stale: staleEn,
  simulator: simulatorEn,
  move: moveEn,
  plan: planEn,
  push: pushEn,
  tester: testerEn,
  traffic: trafficEn,
  revisions: revisionsEn,
}

const zhCN = {
  common: commonZh,
  apply: applyZh,
  checks: checksZh,
  shell: shellZh,
  signIn: signInZh,
  dashboard: dashboardZh,
  governance: governanceZh,
  groups: groupsZh,
  versionYaml: versionYamlZh,
  wizard: wizardZh,
  clusters: clustersZh,
  drift: driftZh,
  errors: errorsZh,
  states: statesZh,
  stuck: stuckZh,
  group: groupZh,
  imports: importsZh,
  lane: laneZh,
  lanes: lanesZh,
  rollout: rolloutZh,
  rules: rulesZh,
  stale: staleZh,
  simulator: simulatorZh,
  move: moveZh,
  plan: planZh,
  push: pushZh,
  tester: testerZh,
  traffic: trafficZh,
  revisions: revisionsZh,
}

export type Messages = typeof en
export type Namespace = keyof Messages

export const messagesOf: Record<Locale, Messages> = { en, 'zh-CN': zhCN }

/** Only the named namespaces: what a page sends to the browser. */
export function pickMessages(locale: Locale, names: readonly Namespace[]): Partial<Messages> {
  const all = messagesOf[locale]
  return Object.fromEntries(names.map((name) => [name, all[name]]))
}
