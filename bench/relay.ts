import { startTcpRelay } from '@/lib/k8s/tcp-relay'

const [targetPort, delayMs] = process.argv.slice(2).map(Number)
const relay = await startTcpRelay({ host: '127.0.0.1', port: targetPort ?? 0 })
relay.delayMs = delayMs ?? 0
console.log(`relay ready ${relay.port}`)
process.on('SIGTERM', () => process.exit(0))
