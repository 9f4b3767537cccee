import { expect, it } from 'vitest';
import { faultOf } from './contact-form';

it('wants a message that somebody can answer', () => {
  expect(faultOf('message', {})?.field).toBe('text');
  expect(faultOf('message', { text: 'hi' })?.field).toBe('email');
  expect(faultOf('message', { text: 'hi', email: 'nobody' })?.field).toBe('email');
  expect(faultOf('message', { text: 'hi', email: 'me@shop.example' })).toBeNull();
  expect(faultOf('message', { text: 'hi', phone: '040 123' })).toBeNull();
});

it('wants a number to call back', () => {
  expect(faultOf('callback', { name: 'Liisa' })?.field).toBe('phone');
  expect(faultOf('callback', { phone: '040 123' })).toBeNull();
});
