/** What stands on the screen when all runs: where to go, as whom, and where everything lies. Names stand in one column. */
export function welcome({ settings, ready, cluster }) {
  const { admin } = ready
  const rows = [
    ['Console', ready.url],
    ...(admin?.password
      ? [
          ['Sign in as', admin.email],
          ['Password', `${admin.password}   (shown once: keep it)`],
        ]
      : []),
    ...(admin && !admin.password ? [['Sign in as', `${admin.email}, with the password you have`]] : []),
    ...Object.entries(cluster?.state.gateways ?? {}).map(([name, url]) => [`Gateway ${name}`, url]),
    ...(cluster ? [['kubeconfig', cluster.state.kubeconfig]] : []),
    ['Data', settings.directory],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
  return ['', ...lines, '', '  Ctrl-C stops everything.', ''].join('\n')
}
