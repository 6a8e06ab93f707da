import path from 'node:path'

/** Makes one file that Node runs out of a TypeScript program; gives its path. */
export async function bundle(root, entry, name) {
  const { build } = await import('esbuild')
  const outfile = path.join(root, `.build/${name}.mjs`)
  await build({
    entryPoints: [path.join(root, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    target: 'node20',
    sourcemap: true,
    tsconfig: path.join(root, 'tsconfig.json'),
    logLevel: 'error',
  })
  return outfile
}
