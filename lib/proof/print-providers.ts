import { featureTableText } from '@/lib/providers/feature-table'
import { providers } from '@/lib/providers/index'

process.stdout.write(`${featureTableText(providers)}\n`)
