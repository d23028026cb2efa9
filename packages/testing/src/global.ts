import './provided.ts'
import { mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate } from '@belfry/db/migrate'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../../scripts/postgres.ts'
import { sweepAbandoned } from './abandoned.ts'

const ROOM_NEEDED_BYTES = 1.5e9

/**
 * One server for the whole run, thrown away at its end, with one migrated database that every test copies.
 *
 * `TEST_DATABASE_URL` names a server of your own instead; its user must be allowed to create databases.
 */
export default async function setup(project: TestProject) {
  const server = await serverForTests()
  const template = `belfry_template_${process.pid}_${project.name}`
  try {
    await query(server.adminUrl, `create database ${template}`)
    await migrate(databaseUrl(server.adminUrl, template))
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('adminUrl', server.adminUrl)
  project.provide('template', template)
  return async () => {
    if (process.env.TEST_DATABASE_URL) await query(server.adminUrl, `drop database ${template} with (force)`)
    await server.stop()
  }
}

async function serverForTests() {
  const given = process.env.TEST_DATABASE_URL
  if (given) return { adminUrl: given, stop: () => Promise.resolve() }

  // In memory a copy of the template takes 14 ms instead of 300.
  const parent = roomIn('/dev/shm') > ROOM_NEEDED_BYTES ? '/dev/shm' : tmpdir()
  sweepAbandoned(parent)
  const dataDir = mkdtempSync(path.join(parent, `belfry-test-${process.pid}-`))
  const server = await startPostgres({ dataDir, port: 40_000 + (process.pid % 20_000), throwaway: true })
  return { adminUrl: server.url(), stop: server.stop }
}

function roomIn(folder: string) {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return 0
  }
}

function databaseUrl(adminUrl: string, database: string) {
  const url = new URL(adminUrl)
  url.pathname = `/${database}`
  return url.toString()
}

async function query(url: string, sql: string) {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
