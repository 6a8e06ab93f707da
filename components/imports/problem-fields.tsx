import { Alert } from '@/components/ui/alert'

/** Problems by the field they are about. */
export function ProblemFields({
  title,
  fields,
}: {
  title: string
  fields: Readonly<Record<string, readonly string[]>>
}) {
  return (
    <Alert tone="failed" title={title}>
      <ul className="list-disc space-y-0.5 pl-4">
        {Object.entries(fields).map(([path, texts]) => (
          <li key={path}>
            <span className="font-mono text-xs">{path}</span> {texts.join('; ')}
          </li>
        ))}
      </ul>
    </Alert>
  )
}
