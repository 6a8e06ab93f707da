export function Logo() {
  return (
    <svg aria-hidden="true" viewBox="0 0 18 18" className="size-[18px] fill-none stroke-2 stroke-current">
      <path strokeLinecap="round" d="M3 3v12M9 3v4M9 11v4M15 3v12" />
    </svg>
  )
}
