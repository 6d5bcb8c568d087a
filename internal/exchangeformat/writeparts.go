package exchangeformat

import (
	"runtime"
	"sync"
)

// features are records of one noun, to be written as features.
type features struct {
	count int
	write func(f *featureWriter, i int) // the i-th, into the buffer
}

// featuresAtOnce is how many features one core writes before the next part.
const featuresAtOnce = 1000

// writeFeatures writes a FeatureCollection. Its parts are written on all cores and put out in
// order: the file is the same as if one had written them all.
func writeFeatures(o *output, all []features) error {
	type part struct {
		features
		from, to, before int
	}
	var parts []part
	before := 0
	for _, s := range all {
		for from := 0; from < s.count; from += featuresAtOnce {
			to := min(from+featuresAtOnce, s.count)
			parts = append(parts, part{s, from, to, before})
			before += to - from
		}
	}
	buffers := sync.Pool{New: func() any { return new(featureWriter) }}
	type result struct {
		*featureWriter
		fault any // a panic, which the caller shall have
	}
	write := func(p part) (r result) {
		defer func() { r.fault = recover() }()
		f := buffers.Get().(*featureWriter)
		f.buf, f.count = f.buf[:0], p.before
		for i := p.from; i < p.to; i++ {
			p.write(f, i)
		}
		return result{featureWriter: f}
	}
	written := make(chan chan result, runtime.GOMAXPROCS(0)) // in order; bounds how many are at work
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		defer close(written)
		for _, p := range parts {
			one := make(chan result, 1)
			select {
			case written <- one:
				go func() { one <- write(p) }()
			case <-stop:
				return
			}
		}
	}()
	collection := &featureWriter{output: o, count: before}
	collection.open()
	for one := range written {
		if err := o.ctx.Err(); err != nil {
			return err
		}
		r := <-one
		if r.fault != nil {
			panic(r.fault)
		}
		if _, err := o.Write(r.buf); err != nil {
			return o.done()
		}
		buffers.Put(r.featureWriter)
	}
	collection.close()
	return o.done()
}
