import { expect, test } from 'vitest'
import { createTestDatabase } from './test-database'

test('two test databases are migrated and apart', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()])
  try {
    await first.db.setting.create({ data: { key: 'a', value: 1 } })
    expect(await second.db.setting.count()).toBe(0)
    const queue = await first.db.$queryRaw`select count(*)::int as jobs from graphile_worker.jobs`
    expect(queue).toEqual([{ jobs: 0 }])
  } finally {
    await Promise.all([first.drop(), second.drop()])
  }
})

test('a revision cannot be changed and an audit event cannot be changed or removed', async () => {
  const { db, drop } = await createTestDatabase()
  try {
    const event = await db.auditEvent.create({
      data: {
        at: new Date(),
        actorKind: 'system',
        actorId: 'x',
        actorName: 'x',
        action: 'test',
        targetKind: 'test',
        targetName: 'x',
        requestId: 'x',
      },
    })
    const where = { id: event.id }
    await expect(db.auditEvent.update({ where, data: { reason: 'changed' } })).rejects.toThrow(/refused/)
    await expect(db.auditEvent.delete({ where })).rejects.toThrow(/refused/)
  } finally {
    await drop()
  }
})
