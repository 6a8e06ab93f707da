/** What the page says; a browser that asks for Chinese gets Chinese. */
const words = {
  en: { title: 'Service call', path: 'Path', start: 'Start call', result: 'Result' },
  zh: { title: '服务调用', path: '路径', start: '开始调用', result: '调用结果' },
} as const

const style =
  ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:46rem;margin:3rem auto;padding:0 1rem}form{display:flex;gap:.5rem;align-items:end;flex-wrap:wrap}label{flex:1 1 16rem}input{width:100%;box-sizing:border-box}input,button{font:inherit;padding:.4rem .6rem}output{display:block;margin-top:1rem;font-family:ui-monospace,monospace;overflow-wrap:anywhere}'

const reserved: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => reserved[sign] ?? sign)

/** The demo's page "service call": a path to call, a button, and what was answered (null before a call). */
export function zuulPage(
  acceptLanguage: string | undefined,
  called: { path: string; answer: string } | null,
): string {
  const lang = /^\s*zh/i.test(acceptLanguage ?? '') ? 'zh' : 'en'
  const { title, path, start, result } = words[lang]
  const answer =
    called === null ? '' : `<h2>${result}</h2><output id="result">${escaped(called.answer)}</output>`
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body><h1>${title}</h1><form><label>${path} <input name="call" required value="${escaped(called?.path ?? '/A/a')}"></label><button>${start}</button></form>${answer}</body></html>
`
}
