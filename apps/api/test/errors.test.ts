import { DomainError } from '@belfry/shared'
import { TRPCError } from '@trpc/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { explain, isUnavailable } from '../src/errors.ts'

const tell = (error: unknown, input?: unknown) => explain(error, { locale: 'en', requestId: 'r-1', input })
const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code })

test('what is meant for people reaches them, and nothing else does', () => {
  const secret = new Error('password=hunter2 at postgres://belfry:pw@db/belfry')

  expect(tell(new DomainError('not_allowed', { who: 'the officer' }))).toMatchObject({
    code: 'FORBIDDEN',
    httpStatus: 403,
    message: 'Only the officer may do this.',
  })
  for (const error of [
    secret,
    new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: secret }),
    'thrown text',
    null,
  ]) {
    const told = tell(error)
    expect(told).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      httpStatus: 500,
      key: 'internal',
      details: {},
    })
    expect(told.message).toContain('r-1')
    expect(JSON.stringify(told)).not.toContain('hunter2')
  }
})

test('an error keeps its number, whoever asks for it and when', () => {
  const error = new Error('broken')

  const { requestId } = explain(error, { locale: 'en' })

  expect(explain(error, { locale: 'fr', requestId: 'another' }).requestId).toBe(requestId)
})

test('a schema that fails on the input is the caller’s affair, anywhere else it is ours', () => {
  const { error } = z.object({ name: z.string() }).safeParse({})

  expect(tell(new TRPCError({ code: 'BAD_REQUEST', cause: error }), {})).toMatchObject({
    key: 'invalid_input',
    details: { problems: [{ field: 'name', message: 'Please fill this in.' }] },
  })
  expect(tell(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error }))).toMatchObject({
    key: 'internal',
  })
})

test('a database that cannot be reached is told from one that refuses', () => {
  const reached = [withCode('23505'), withCode('42P01'), withCode('ENOENT'), new Error('x')]
  const away = [
    withCode('ECONNREFUSED'),
    withCode('57P01'),
    withCode('57P03'),
    withCode('08006'),
    withCode('53300'),
    withCode('57014'),
    withCode('40P01'),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]),
    new Error('query failed', { cause: withCode('ECONNRESET') }),
  ]

  expect(reached.filter(isUnavailable)).toEqual([])
  expect(away.filter((error) => !isUnavailable(error))).toEqual([])
  expect(tell(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: away[0] }))).toMatchObject({
    httpStatus: 503,
    key: 'unavailable',
  })
})
