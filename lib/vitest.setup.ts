// A worker loads the modules once. What files share beside them each file has for itself.
for (const name of Object.keys(globalThis))
  if (name.startsWith('lanekeeper')) Reflect.deleteProperty(globalThis, name)
delete process.env.DATABASE_URL
