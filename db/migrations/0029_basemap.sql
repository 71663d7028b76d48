-- Administrators choose what lies under the map of their jurisdiction. The address of the tiles goes to every browser that
-- shows the map, so it is for all to read; which hosts it may name is the deployer's setting, which the database does not know.

CREATE TABLE basemap (
  jurisdiction    text PRIMARY KEY REFERENCES jurisdiction (code) ON DELETE CASCADE,
  approval_number text CHECK (length(approval_number) BETWEEN 1 AND 60),
  template        text CHECK (
    length(template) <= 1000
    AND template ~ '^(https://|http://(localhost|127[.]0[.]0[.]1|\[::1\])[:/])'
    AND template !~ '^[a-z]+://[^/?]*@'
    AND template !~ '[[:space:][:cntrl:]\\#]'
    AND template LIKE '%{z}%' AND template LIKE '%{x}%' AND template LIKE '%{y}%'),
  subdomains      text CHECK (subdomains ~ '^[a-z0-9]{1,16}$'),
  tile_size       integer CHECK (tile_size IN (256, 512)),
  min_zoom        integer CHECK (min_zoom BETWEEN 0 AND 22),
  max_zoom        integer CHECK (max_zoom BETWEEN 0 AND 22),
  attribution     text CHECK (length(attribution) BETWEEN 1 AND 200),
  day_opacity     double precision CHECK (day_opacity BETWEEN 0.05 AND 1),
  night_opacity   double precision CHECK (night_opacity BETWEEN 0.05 AND 1),
  version         integer NOT NULL DEFAULT 1,
  changed_at      timestamptz NOT NULL DEFAULT now(),
  changed_by      text,
  CONSTRAINT basemap_raster_whole CHECK (
    num_nonnulls(template, tile_size, min_zoom, max_zoom, attribution, day_opacity, night_opacity) IN (0, 7)),
  CONSTRAINT basemap_subdomains CHECK ((coalesce(template, '') LIKE '%{s}%') = (subdomains IS NOT NULL)),
  CONSTRAINT basemap_zooms CHECK (min_zoom <= max_zoom)
);
COMMENT ON TABLE basemap IS 'What lies under the map of a jurisdiction: without a template, or without a row, our own tiles.';
COMMENT ON COLUMN basemap.approval_number IS 'The map''s approval number (审图号), shown on the map whenever it is set.';
COMMENT ON COLUMN basemap.template IS 'Address of raster tiles in EPSG:3857, with {z}, {x}, {y}; a key in it is no secret.';
COMMENT ON COLUMN basemap.subdomains IS 'What {s} stands for, one character each.';
COMMENT ON COLUMN basemap.tile_size IS 'Pixels.';
COMMENT ON COLUMN basemap.attribution IS 'Whose tiles they are, shown on the map.';
COMMENT ON COLUMN basemap.version IS 'Grows by one with each edit; a writer that saw an older one is refused.';

SELECT protect_table('basemap');
SELECT allow('SELECT', 'basemap', ARRAY['commander', 'traffic', 'fire', 'grid_worker', 'department', 'analyst', 'admin', 'viewer', 'public']);
SELECT allow('INSERT', 'basemap', ARRAY['admin']);
SELECT allow('UPDATE', 'basemap', ARRAY['admin'],
  columns => '(approval_number, template, subdomains, tile_size, min_zoom, max_zoom, attribution, day_opacity, night_opacity, version, changed_at, changed_by)');
