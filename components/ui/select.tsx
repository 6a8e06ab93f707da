import type { ComponentProps } from 'react'
import { controlClass } from './control-class'

export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select {...rest} className={controlClass(`h-8 pr-1 ${className ?? ''}`)} />
}
