import { expect, it } from 'vitest';
import { loadReport } from './report';
import { Samples } from './samples';

const RUN = { machine: 'two cores', backend: 'PostgreSQL', incidents: 1000, peakMegabytes: 300 };

it('reports quantiles beside one user alone, and each fault by its kind', () => {
  const idle = new Samples();
  idle.add('tile', 10);
  const loaded = new Samples();
  for (let ms = 1; ms <= 100; ms++) loaded.add('tile', ms);
  loaded.addFault('tile', 'status 503');
  loaded.addFault('tile', 'status 503');
  loaded.addFault('list', 'status 500');
  const text = loadReport({ ...RUN, users: 2, seconds: 10, idle, loaded });
  expect(text).toContain('| tile | 100 | 50 | 95 | 99 | 100 | 10 | 5.0 |');
  expect(text).toContain('100 requests, 10 a second');
  expect(text).toContain('**3 errors**');
  expect(text).toContain('- 2 × tile: status 503\n- 1 × list: status 500');
});

it('says where a step was not taken alone', () => {
  const loaded = new Samples();
  loaded.add('jobs', 4);
  const text = loadReport({ ...RUN, users: 2, seconds: 10, idle: new Samples(), loaded });
  expect(text).toContain('| jobs | 1 | 4 | 4 | 4 | 4 | – | – |');
});
