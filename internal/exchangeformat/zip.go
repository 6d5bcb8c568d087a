package exchangeformat

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"path"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// readZip reads a workbook, which is a zip, or the shapefiles, GeoPackages and text files in one.
func readZip(ctx context.Context, f *findings, s *settings, data []byte, opts Options) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return readExcel(ctx, f, s, data) // says what is wrong
	}
	inside := map[string]*zip.File{}
	var shapes, others []*zip.File
	for _, file := range archive.File {
		name := strings.ToLower(file.Name)
		if name == "[content_types].xml" || name == "xl/workbook.xml" {
			return readExcel(ctx, f, s, data)
		}
		if strings.HasPrefix(path.Base(name), ".") || strings.HasPrefix(name, "__macosx/") {
			continue
		}
		inside[name] = file
		switch path.Ext(name) {
		case ".shp":
			shapes = append(shapes, file)
		case ".gpkg", ".geojson", ".json", ".csv":
			others = append(others, file)
		}
	}
	if len(shapes)+len(others) == 0 {
		return symbiosis.Errorf(symbiosis.Invalid, "%s is a zip without a shapefile, GeoPackage, GeoJSON or CSV file in it", s.name)
	}
	f.several = len(shapes)+len(others) > 1
	left := int64(maxUnpacked)
	unpack := func(file *zip.File) ([]byte, error) {
		if file == nil {
			return nil, nil
		}
		r, err := file.Open()
		if err != nil {
			return nil, symbiosis.Errorf(symbiosis.Invalid, "%s in %s can't be unpacked: %w", file.Name, s.name, err)
		}
		content, err := io.ReadAll(io.LimitReader(r, left+1))
		_ = r.Close() // it was only read
		if err != nil {
			return nil, symbiosis.Errorf(symbiosis.Invalid, "%s in %s can't be unpacked: %w", file.Name, s.name, err)
		}
		if left -= int64(len(content)); left < 0 {
			return nil, symbiosis.Errorf(symbiosis.Invalid, "%s unpacks to more than %d MB; split it", s.name, maxUnpacked>>20)
		}
		return content, nil
	}
	for _, file := range shapes {
		stem := strings.TrimSuffix(strings.ToLower(file.Name), ".shp")
		var files shapeFiles
		for _, part := range []struct {
			into *[]byte
			file *zip.File
		}{{&files.shp, file}, {&files.dbf, inside[stem+".dbf"]}, {&files.prj, inside[stem+".prj"]}, {&files.cpg, inside[stem+".cpg"]}} {
			if *part.into, err = unpack(part.file); err != nil {
				return err
			}
		}
		within := *s
		within.name = s.name + "/" + file.Name
		f.before = f.numbered
		if err := readShapes(ctx, f, &within, files, opts.As); err != nil {
			return err
		}
	}
	for _, file := range others {
		content, err := unpack(file)
		if err != nil {
			return err
		}
		within := *s
		within.name = s.name + "/" + file.Name
		if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
			return symbiosis.Errorf(symbiosis.Invalid, "%s is a zip within a zip", within.name)
		}
		f.before = f.numbered
		if err := read(ctx, f, &within, content, opts); err != nil {
			return err
		}
	}
	return nil
}
