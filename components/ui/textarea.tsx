import type { ComponentProps } from 'react'
import { controlClass } from './control-class'

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      spellCheck={false}
      rows={6}
      {...rest}
      className={controlClass(`py-1.5 leading-normal ${className ?? ''}`)}
    />
  )
}
