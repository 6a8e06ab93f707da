/**
 * Characters that a canary header value, query value or cookie may have (spaces aside). A gateway that checks its
 * annotations replaces others by a default in silence, so they are refused before.
 * @see https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/parser/validators.go
 */
const literal = /^[/\-._~a-zA-Z0-9: ]*$/

/** Characters that a canary pattern may have. */
const pattern = /^[/\-._~a-zA-Z0-9:^$[\](){}*+?|&=\\]*$/

/** Whether a text may stand in an annotation that is matched as it is. */
export function isLiteralValue(value: string): boolean {
  return literal.test(value)
}

/** Whether a text may stand in an annotation that is matched as a pattern. */
export function isPatternValue(value: string): boolean {
  return pattern.test(value)
}
