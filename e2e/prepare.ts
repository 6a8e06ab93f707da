import { shortenGrace } from './cluster'
import { dataDirectoryOf, instances } from './server'

/** A lane's pods end as its baseline's do, and removing one waits for that: 30 s each time, were it not shortened. */
// biome-ignore lint/style/noDefaultExport: Playwright calls it
export default async function prepare(): Promise<void> {
  const directories = Array.from({ length: instances }, (_, which) => dataDirectoryOf(which))
  for (const directory of directories)
    await Promise.all(['a', 'b', 'c'].map((letter) => shortenGrace(`spring-cloud-${letter}`, 3, directory)))
}
