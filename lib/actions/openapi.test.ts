import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { apiRoutes } from '@/app/api/routes'
import { definitionOf } from './define-route'
import { describeApi, httpMethods } from './openapi'

const api = path.resolve(import.meta.dirname, '../../app/api')
const page = JSON.parse(JSON.stringify(describeApi(apiRoutes)))

test('describes every route file there is, but itself', () => {
  const files = fs
    .readdirSync(api, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts')
    .map(
      (file) =>
        `/api/${path
          .dirname(file)
          .replaceAll(path.sep, '/')
          .replace(/\[(\w+)\]/g, '{$1}')}`,
    )
    .filter((file) => file !== '/api/v1/openapi.json')
  expect(apiRoutes.map((route) => route.path).sort()).toEqual(files.sort())
})

test('every exported method is described, with the parameters of its address', () => {
  for (const { path: address, module } of apiRoutes) {
    const methods = httpMethods.filter((method) => method in module)
    expect(Object.keys(page.paths[address])).toEqual(methods.map((method) => method.toLowerCase()))
    const named = [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    for (const method of methods) {
      expect(definitionOf(module[method])?.params ?? [], `${method} ${address}`).toEqual(named)
    }
  }
})

test('every reference in the page leads somewhere, and every operation has a name of its own', () => {
  const references = JSON.stringify(page).match(/"\$ref":"[^"]+"/g) ?? []
  expect(references.length).toBeGreaterThan(0)
  for (const reference of references) {
    const name = /^"\$ref":"#\/components\/schemas\/(\w+)"$/.exec(reference)?.[1] ?? reference
    expect(Object.keys(page.components.schemas)).toContain(name)
  }
  const operations = Object.values<object>(page.paths).flatMap((item) => Object.values(item))
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('a document is described as it is written, with what may be left out', () => {
  const body = page.paths['/api/v1/lane-groups/{group}'].put.requestBody
  expect(body.required).toBe(true)
  expect(Object.keys(body.content)).toEqual(['application/json', 'application/yaml'])
  const { schema } = body.content['application/json']
  expect(schema.properties.spec.required).toEqual(['cluster', 'namespace', 'applications'])
  expect(schema.additionalProperties).toBe(false)
})
