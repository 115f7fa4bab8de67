# Nothing but Go and make is needed for `make run` and `make test`.
export CGO_ENABLED = 0
GO ?= go

.PHONY: run test bench lint check-outputs release clean

# The whole job on the embedded synthetic sample borough, into out/.
run:
	$(GO) run ./cmd/svna demo --out out

test:
	$(GO) test ./...

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

lint:
	@unformatted=$$($(GO) tool gofumpt -l cmd analysis datasets reports); \
	if [ -n "$$unformatted" ]; then echo "not formatted (go tool gofumpt -w): $$unformatted"; exit 1; fi
	$(GO) vet ./...
	GOOS=windows $(GO) vet ./cmd/svna
	$(GO) tool staticcheck ./...

# Opens the finished outputs in LibreOffice and Chromium; installs them if absent.
check-outputs:
	.ci/check-outputs

# One file to copy: no installer, no runtime, no network.
release:
	GOOS=linux GOARCH=amd64 $(GO) build -trimpath -ldflags '-s -w' -o dist/svna-linux-amd64 ./cmd/svna
	GOOS=windows GOARCH=amd64 $(GO) build -trimpath -ldflags '-s -w' -o dist/svna-windows-amd64.exe ./cmd/svna

clean:
	rm -rf out dist
