import checksEn from '@/lib/i18n/messages/en/checks.json'
import driftingEn from '@/lib/i18n/messages/en/drifting.json'
import importingEn from '@/lib/i18n/messages/en/importing.json'
import kubeEn from '@/lib/i18n/messages/en/kube.json'
import movingEn from '@/lib/i18n/messages/en/moving.json'
import pastedEn from '@/lib/i18n/messages/en/pasted.json'
import planningEn from '@/lib/i18n/messages/en/planning.json'
import progressEn from '@/lib/i18n/messages/en/progress.json'
import refusalsEn from '@/lib/i18n/messages/en/refusals.json'
import rollingEn from '@/lib/i18n/messages/en/rolling.json'
import checksZh from '@/lib/i18n/messages/zh-CN/checks.json'
import driftingZh from '@/lib/i18n/messages/zh-CN/drifting.json'
import importingZh from '@/lib/i18n/messages/zh-CN/importing.json'
import kubeZh from '@/lib/i18n/messages/zh-CN/kube.json'
import movingZh from '@/lib/i18n/messages/zh-CN/moving.json'
import pastedZh from '@/lib/i18n/messages/zh-CN/pasted.json'
import planningZh from '@/lib/i18n/messages/zh-CN/planning.json'
import progressZh from '@/lib/i18n/messages/zh-CN/progress.json'
import refusalsZh from '@/lib/i18n/messages/zh-CN/refusals.json'
import rollingZh from '@/lib/i18n/messages/zh-CN/rolling.json'
import type { reasons } from './reasons'
import type { Words } from './sentence'
import { speak } from './speak'

/** The language of a reader: a person's own; English for programs and logs. */
export type Language = 'en' | 'zh-CN'

export const texts = {
  en: {
    checks: checksEn,
    drifting: driftingEn,
    importing: importingEn,
    moving: movingEn,
    pasted: pastedEn,
    refusals: refusalsEn,
    rolling: rollingEn,
    kube: kubeEn,
    planning: planningEn,
    progress: progressEn,
  },
  'zh-CN': {
    checks: checksZh,
    drifting: driftingZh,
    importing: importingZh,
    moving: movingZh,
    pasted: pastedZh,
    refusals: refusalsZh,
    rolling: rollingZh,
    kube: kubeZh,
    planning: planningZh,
    progress: progressZh,
  },
} satisfies Record<Language, Record<keyof typeof reasons, Record<string, string>>>

/** Words in a language. For the server: a page gets what is spoken already. */
export function translate(words: Words, language: Language): string {
  return speak(words, texts[language])
}
