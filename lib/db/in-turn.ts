import type { SqlDriverAdapterFactory, SqlQueryable, Transaction } from '@prisma/driver-adapter-utils'

/**
 * The queries of one transaction one after the other. Prisma asks for the parts of an `include` all at once, and within a
 * transaction they share one connection, which takes one query at a time.
 */
export function inTurn(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  const { provider, adapterName } = factory
  return {
    provider,
    adapterName,
    async connect() {
      const adapter = await factory.connect()
      const startTransaction = adapter.startTransaction.bind(adapter)
      adapter.startTransaction = async (level) => queued(await startTransaction(level))
      return adapter
    },
  }
}

function queued(transaction: Transaction): Transaction {
  let last: Promise<unknown> = Promise.resolve()
  const after = <Result>(ask: () => Promise<Result>): Promise<Result> => {
    const answer = last.then(ask, ask)
    last = answer
    return answer
  }
  const queryRaw: SqlQueryable['queryRaw'] = transaction.queryRaw.bind(transaction)
  const executeRaw: SqlQueryable['executeRaw'] = transaction.executeRaw.bind(transaction)
  transaction.queryRaw = (query) => after(() => queryRaw(query))
  transaction.executeRaw = (query) => after(() => executeRaw(query))
  return transaction
}
