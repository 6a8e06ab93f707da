'use client'

import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { classNames } from './class-names'

type Props = {
  open: boolean
  onClose: () => void
  title: ReactNode
  titleHidden?: boolean
  children: ReactNode
  /** Buttons, the one that acts last. */
  footer?: ReactNode
  className?: string
}

/** The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ open, onClose, title, titleHidden = false, children, footer, className }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const element = dialog.current
    if (open && element?.open === false) element.showModal()
    if (!open && element?.open === true) element.close()
  }, [open])
  // One that is taken away while it is open gives the focus back too.
  useLayoutEffect(() => {
    const element = dialog.current
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onPointerDown={(event) => event.target === event.currentTarget && onClose()}
      className={classNames(
        'm-auto scroll-pb-16 max-h-[85dvh] w-[min(100vw-32px,480px)] overflow-auto rounded-[10px] border border-line bg-panel p-0 text-ink shadow-xl',
        className,
      )}
    >
      {open && (
        <div className="p-4">
          <h2 id={titleId} className={titleHidden ? 'sr-only' : 'mb-2 font-medium text-base'}>
            {title}
          </h2>
          {children}
          {footer !== undefined && (
            <div className="sticky bottom-0 mt-2 -mb-4 flex flex-wrap justify-end gap-2 bg-panel pt-2 pb-4">
              {footer}
            </div>
          )}
        </div>
      )}
    </dialog>
  )
}
