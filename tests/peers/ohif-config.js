// OHIF before a PACS on the same address; as docs/interop.md shows it.
window.config = {
    routerBasename: null,
    extensions: [],
    modes: [],
    customizationService: {},
    showStudyList: true,
    showCPUFallbackMessage: false,
    investigationalUseDialog: { option: 'never' },
    defaultDataSourceName: 'pacs',
    dataSources: [{
        namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
        sourceName: 'pacs',
        configuration: {
            friendlyName: 'PACS',
            name: 'pacs',
            qidoRoot: '/dicom-web',
            wadoRoot: '/dicom-web',
            wadoUriRoot: '/dicom-web',
            imageRendering: 'wadors',
            thumbnailRendering: 'wadors',
            enableStudyLazyLoad: true,
            supportsWildcard: true,
            omitQuotationForMultipartRequest: true,
            bulkDataURI: { enabled: true },
        },
    }],
};
