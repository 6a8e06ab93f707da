import { describe, expect, it } from 'vitest'
import { PrometheusTextError, parsePrometheusText } from './parse-prometheus'

describe('parsePrometheusText', () => {
  it('reads series with and without labels, timestamps and comments', () => {
    const text = [
      '# HELP up whether it is up',
      '# TYPE up gauge',
      'up 1',
      'a:b_total{ code = "200" , method="GET", } 12 1700000000000',
      'spaced {a="b"}\t3e2',
      '',
    ].join('\r\n')
    expect(parsePrometheusText(text)).toEqual([
      { name: 'up', labels: {}, value: 1 },
      { name: 'a:b_total', labels: { code: '200', method: 'GET' }, value: 12 },
      { name: 'spaced', labels: { a: 'b' }, value: 300 },
    ])
  })

  it('undoes the escapes of label values and keeps what only looks like syntax', () => {
    const text = String.raw`m{path="C:\\DIR\\",text="say \"hi\"\nbye",odd="a}b,c=\d",cluster="outbound|80||a.b.svc"} 1`
    expect(parsePrometheusText(text)[0]?.labels).toEqual({
      path: 'C:\\DIR\\',
      text: 'say "hi"\nbye',
      odd: 'a}b,c=\\d',
      cluster: 'outbound|80||a.b.svc',
    })
  })

  it('reads a histogram with its infinite bucket', () => {
    const text = 'h_bucket{le="0.1"} 3\nh_bucket{le="+Inf"} 4\nh_sum 1.5\nh_count 4'
    expect(parsePrometheusText(text).map((sample) => [sample.name, sample.labels.le, sample.value])).toEqual([
      ['h_bucket', '0.1', 3],
      ['h_bucket', '+Inf', 4],
      ['h_sum', undefined, 1.5],
      ['h_count', undefined, 4],
    ])
  })

  it('reads NaN and the infinities', () => {
    const values = parsePrometheusText('a NaN\nb +Inf\nc -Inf\nd -0.5').map((sample) => sample.value)
    expect(values).toEqual([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0.5])
  })

  it('skips unwanted series unread', () => {
    const text = 'noise{broken 1\nkept 2'
    expect(parsePrometheusText(text, (name) => name === 'kept')).toEqual([
      { name: 'kept', labels: {}, value: 2 },
    ])
  })

  it.each([
    ['{a="b"} 1', 'no metric name'],
    ['m{a="b} 1', 'label value not closed'],
    ['m{a="b"', 'labels not closed'],
    ['m{a=b} 1', 'bad label'],
    ['m', 'bad value'],
    ['m 0x10', 'bad value'],
    ['m 1 2 3', 'bad value'],
    ['m 1 # {trace_id="x"} 1', 'bad value'],
  ])('refuses %s', (line, reason) => {
    expect(() => parsePrometheusText(line)).toThrow(PrometheusTextError)
    expect(() => parsePrometheusText(line)).toThrow(reason)
  })
})
