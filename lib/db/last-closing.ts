import type { Reader } from './client'

/**
 * Milliseconds since a route of this group, or what stands for one in an API, was last changed, by whichever operation; null when none ever was. One
 * that was begun counts: the process may have been killed before it could write that it was done.
 */
export async function findLastClosing(reader: Reader, groupId: string): Promise<number | null> {
  const [row] = await reader.$queryRaw<{ ms: number | null }[]>`
    select (extract(epoch from clock_timestamp() - max(objects.updated_at)) * 1000)::float8 as ms
    from operation_objects objects
      join operation_steps steps on steps.id = objects.step_id
      join operations on operations.id = steps.operation_id
    where operations.group_id = ${groupId} and steps.name in ('routes', 'close-routes', 'deliver')
      and objects.result in ('applying', 'created', 'configured', 'deleted', 'restored')`
  return row?.ms ?? null
}
